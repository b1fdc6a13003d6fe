/** Asks the server: the one place from which the page reaches the network over HTTP. */
export function request(path: string, init: RequestInit): Promise<Response> {
  return fetch(path, init);
}
