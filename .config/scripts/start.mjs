/**
 * `npm start [-- WORKSPACE | OPTION …]`: builds what is stale and opens the window: Electron where its binary is there
 * or can be fetched, otherwise the browser host. Arguments go to whichever it is; without any the bundled sample opens.
 */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fetchElectron, findElectron } from './electron-binary.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const SAMPLE = path.join(root, 'assets/samples/ship-it-safely/ship-it-safely.rehearsal.json');

/** A window that dies this early never stood: a library is missing, or the sandbox is not allowed here. */
const EARLY_SECONDS = 10;

const given = process.argv.slice(2);
const windowArguments = given.length > 0 ? given : [SAMPLE];

const build = spawnSync(process.execPath, [path.join(import.meta.dirname, 'build.mjs'), '--if-stale'], {
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(1);

process.exitCode = (await openElectron()) ?? (await openBrowserHost());

/** @returns {Promise<number | undefined>} the exit code of the window; undefined when Electron cannot open one here */
async function openElectron() {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    console.log('No display: starting the browser host.');
    return undefined;
  }
  const present = findElectron();
  if (present === undefined) console.log('Fetching Electron (about 110 MB, once) …');
  const electron = present ?? fetchElectron();
  if (electron === undefined) {
    console.log('Electron could not be fetched: starting the browser host instead.');
    return undefined;
  }
  const start = performance.now();
  const { code, errors } = await runElectron(electron);
  if (code === 0 || performance.now() - start > EARLY_SECONDS * 1000) return code;
  const reason = errors.split('\n').find((line) => line.trim() !== '');
  console.log(`Electron did not start${reason ? ` (${reason.trim()})` : ''}: starting the browser host instead.`);
  return undefined;
}

/**
 * Keeps what Electron writes in its first seconds, so that a failed start can be told in one line.
 * @param {string} electron
 * @returns {Promise<{ code: number, errors: string }>}
 */
function runElectron(electron) {
  return new Promise((resolve) => {
    const child = spawn(electron, [root, ...windowArguments], { stdio: ['inherit', 'inherit', 'pipe'] });
    let errors = '';
    let holding = true;
    const release = setTimeout(() => {
      holding = false;
      process.stderr.write(errors);
    }, EARLY_SECONDS * 1000);
    child.stderr.on('data', (chunk) => {
      if (holding) errors += chunk;
      else process.stderr.write(chunk);
    });
    child.on('error', (error) => finish(1, error.message));
    child.on('close', (code) => finish(code ?? 1, errors));

    /**
     * @param {number} code
     * @param {string} text
     */
    function finish(code, text) {
      clearTimeout(release);
      resolve({ code, errors: text });
    }
  });
}

/** @returns {Promise<number>} the exit code of the host */
function openBrowserHost() {
  return new Promise((resolve) => {
    const commandLine = path.join(root, 'out/main/cli.js');
    const child = spawn(process.execPath, [commandLine, 'serve', ...windowArguments], { stdio: 'inherit' });
    // The terminal sends Ctrl-C to the host as well; it ends in its own time, and this program after it.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });
}
