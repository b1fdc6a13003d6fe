/**
 * A client, as the test knows it. Yours stands in its place: a module with this one function, which lets
 * your own code read a server's public timeline and says what somebody would see.
 *
 * @param {string} address the server, such as `http://127.0.0.1:45383`
 * @param {string} country where they look from: send it as `view_from`, as this one does, since in a test
 *   nobody's network address is anywhere
 */
export function open(address, country) {
  return {
    /** The timeline as it is shown now: a text for each post. One client is asked again and again. */
    async shows() {
      const response = await fetch(`${address}/api/v1/timelines/public?view_from=${country}`);
      if (!response.ok) throw new Error(`The timeline cannot be read: ${response.status}`);
      return (await response.json()).map(render);
    },
    /** Lets go of what it holds: a socket, a browser. */
    async close() {},
  };
}

function render(status) {
  const words = status.content.replace(/<[^>]+>/g, '');
  if (status.tombstone) return `🚫 ${words}`;
  const where = status.withheld === null ? '' : ` (withheld in: ${status.withheld.country_codes.join(', ')})`;
  return `${status.account.display_name}: ${words}${where}`;
}
