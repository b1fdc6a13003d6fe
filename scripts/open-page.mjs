import { spawn } from 'node:child_process';

/** Opens a page where there is a desktop to open it on. @param {string} address */
export function openPage(address) {
  if (process.env.CI === 'true' || !process.stdout.isTTY) return;
  const [command, ...given] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open'];
  const opener = spawn(command, [...given, address], { stdio: 'ignore', detached: true });
  // Without one, the address was printed, to click.
  opener.on('error', () => undefined);
  opener.unref();
}
