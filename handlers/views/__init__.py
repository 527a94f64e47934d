"""What people see: domain objects in, Block Kit out. No session, no client, no clock."""
