import { baseUrl } from '../compose.ts';
import type { Config } from '../config.ts';
import { createLogger } from '../logger.ts';
import { serve } from '../serve.ts';

/** How long a stop may take before it is forced: less than the grace that process managers usually give. */
const STOP_DEADLINE_MS = 30_000;
/** Of that, how long requests are still taken that a load balancer sends before it has noticed. */
const NOTICE_MS = 5_000;

/** Runs the gateway until SIGTERM or SIGINT, then drains: nothing new, what is in flight finishes. */
export async function start(config: Config): Promise<void> {
  const log = createLogger(config);
  const running = await serve(config, log);
  if (running.application.secrets.newAdminKey !== null) {
    // Not a log line: it is meant for the person who started this, once, and for no file.
    process.stderr.write(
      `\nThe admin key of this instance, shown this once:\n\n  ${running.application.secrets.newAdminKey}\n\n`,
    );
  }
  if (config.databaseUrl === null) {
    log.warn(
      { dataDir: config.dataDir },
      'embedded database: safe against crashes of this process, not against power loss; set DATABASE_URL for production',
    );
  }
  log.info({ url: baseUrl({ ...config, port: running.port }), role: config.role }, 'confab is ready');
  const signal = await stopSignal();
  log.info({ signal }, 'stopping: no new work soon, finishing what is in flight');
  const forced = setTimeout(() => {
    log.error({}, 'stopping took too long; what was left is safe in the database');
    process.exit(1);
  }, STOP_DEADLINE_MS);
  // A person at a terminal waits for us, and on the embedded database there is nobody else to go to.
  const isOneOfMany = signal === 'SIGTERM' && config.databaseUrl !== null && config.role !== 'worker';
  await running.close(isOneOfMany ? NOTICE_MS : 0);
  clearTimeout(forced);
  log.info({}, 'stopped');
}

/** Resolves with the first request to stop; a second one ends the process at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked) process.exit(1);
      asked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}
