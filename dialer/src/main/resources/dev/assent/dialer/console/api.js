// Asks the server. Every refusal comes as Refused: a code, what it says, what to do next.

export class Refused extends Error {
  constructor(status, body) {
    super(body.code ?? `HTTP_${status}`);
    this.status = status;
    this.code = body.code ?? `HTTP_${status}`;
    this.said = body.said;
    this.next = body.next;
    this.retryAfter = body.retryAfter;
  }
}

let csrf = '';
let onSessionEnd = () => {};

export function whenSessionEnds(listener) {
  onSessionEnd = listener;
}

async function request(method, path, {body, headers, signal} = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method, signal, cache: 'no-store', keepalive: method === 'POST', // also while the page is left
      credentials: 'same-origin', redirect: 'error',
      headers: {...(body === undefined ? {} : {'Content-Type': 'application/json'}),
        ...(method === 'GET' ? {} : {'X-Assent-Csrf': csrf}), ...headers},
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (trouble) {
    if (trouble.name === 'AbortError') throw trouble;
    throw new Refused(0, {code: 'NO_SERVER'});
  }
  if (answer.ok) return answer;
  const refusal = new Refused(answer.status, await answer.json().catch(() => ({})));
  refusal.retryAfter ??= Number(answer.headers.get('Retry-After')) || undefined;
  if (answer.status === 401 && path !== '/api/login' && path !== '/api/session') onSessionEnd(refusal);
  throw refusal;
}

export async function get(path) {
  return (await request('GET', path)).json();
}

export async function bytes(path, options) {
  return (await request('GET', path, options)).arrayBuffer();
}

export async function post(path, body = {}) {
  const answer = await request('POST', path, {body});
  return answer.status === 204 ? {} : answer.json();
}

/** One act of the engine: journalled there before it is carried out. */
export function act(name, body) {
  return post(`/api/act/${name}`, body);
}

/** Who is signed in; throws Refused 401 if nobody is. */
export async function session() {
  return keep(await get('/api/session'));
}

export async function login(user, passphrase, code) {
  return keep(await post('/api/login', {user, passphrase, code}));
}

export async function logout() {
  await post('/api/logout');
  csrf = '';
}

function keep(person) {
  csrf = person.csrf ?? '';
  return person;
}
