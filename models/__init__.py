"""The tables and the rules: what Potluck knows, with no idea of Slack, cron or the environment."""
