// The page's requests: JSON of the same origin, errors as sentences for a person.

class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(`/local/${path}`, options);
  } catch {
    throw new Refused("The local workspace does not answer. Is it still running?", 0);
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok || body.error) throw new Refused(body.error ?? `That did not work (${answer.status}).`, answer.status);
  return body;
}

export const get = (path) => ask(path, { headers: { Accept: "application/json" } });

export const post = (path, body = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** The requests of one person. */
export const as = (person) => {
  const root = `people/${encodeURIComponent(person)}`;
  return {
    get: (path) => get(`${root}/${path}`),
    post: (path, body) => post(`${root}/${path}`, body),
    changes: `/local/${root}/changes`,
  };
};
