import {
  startTelegramSimulator,
  type TelegramSimulator,
} from '../../src/channels/telegram/simulator/index.ts';
import { startChatTraffic } from '../support/chat-traffic.ts';
import type { FaultRun } from '../support/fault-run.ts';
import { type GatewayOptions, type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { auditInbox } from '../support/inbox-audit.ts';
import { connectBot } from '../support/journey.ts';
import type { OwnServer } from '../support/own-servers.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { waitFor } from '../support/wait-for.ts';

const PLATFORM_MS = 20;

/** Servers, lines and gateways of one test, and people who talk through them while they fail. */
export function createFaultScene() {
  const cleanUps: (() => Promise<unknown>)[] = [];
  const keep = <Kept>(kept: Kept, cleanUp: (kept: Kept) => Promise<unknown>): Kept => {
    cleanUps.push(() => cleanUp(kept));
    return kept;
  };
  const server = async <Own extends OwnServer>(starting: Promise<Own>) =>
    keep(await starting, (own) => own.dispose());
  const line = async (targets: () => readonly number[]) =>
    keep(await startTcpProxy(targets), (proxy) => proxy.close());
  const process = async (options: GatewayOptions) =>
    keep(await startGatewayProcess(options), (gateway) => gateway.dispose());
  const telegram = async (run: FaultRun): Promise<TelegramSimulator> =>
    keep(
      await startTelegramSimulator({ floodLimits: null, retryDelaysMs: [50, 100, 200], seed: run.seed }),
      (simulator) => simulator.close(),
    );

  /** Two sides that talk through a gateway; what was said is audited in the end. */
  const talk = async (run: FaultRun, gateway: Pick<GatewayProcess, 'url' | 'adminKey'>) => {
    const simulator = await telegram(run);
    const bot = simulator.addBot();
    const { token } = await connectBot(gateway, simulator, bot.token);
    const traffic = await startChatTraffic({
      simulator,
      token,
      random: run.random,
      gatewayUrl: () => gateway.url,
      customers: 8,
      maxBreakMs: () => 80,
    });
    simulator.faults.answers.inject({
      fault: { kind: 'slow', delayMs: PLATFORM_MS },
      operation: 'sendMessage',
      times: null,
    });
    const setWebhook = simulator.requests.items.findLast(
      ({ operation }) => operation.toLowerCase() === 'setwebhook',
    );
    return {
      token,
      traffic,
      /** The status of the answer to an update that comes right now. */
      async postUpdate(id: number, text?: string): Promise<number> {
        const response = await fetch(setWebhook?.parameters.url ?? '', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-telegram-bot-api-secret-token': setWebhook?.parameters.secret_token ?? '',
          },
          body: JSON.stringify({ update_id: id, message: messageOf(id, text) }),
        });
        return response.status;
      },
      /** Of those that are promised from now on. */
      async nextAnswerIsSent() {
        const before = new Set(traffic.ledger.promises.keys());
        await waitFor('an answer that was promised just now has reached its reader', () =>
          [...traffic.ledger.promises.keys()].some(
            (text) => !before.has(text) && traffic.talks.some(({ customer }) => hasRead(customer, text)),
          ),
        );
      },
      async audit() {
        await traffic.stop();
        const { audit, figures } = await auditInbox({
          gatewayUrl: gateway.url,
          botToken: bot.token,
          token,
          simulator,
          traffic,
        });
        run.report({ ...figures, 'interrupted calls': traffic.ledger.interruptions });
        return { audit, figures };
      },
    };
  };

  return {
    keep,
    server,
    line,
    process,
    telegram,
    talk,
    /** Ends everything that was started, the latest first. */
    async dispose() {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
    },
  };
}

const hasRead = ({ inbox }: ReturnType<TelegramSimulator['customer']>, text: string) =>
  inbox.messages.some((message) => message.text === text);

const messageOf = (id: number, text = 'while the database is away') => ({
  message_id: id,
  date: 1_790_000_000,
  chat: { id: 9_000_001, type: 'private', first_name: 'Nobody' },
  from: { id: 9_000_001, is_bot: false, first_name: 'Nobody' },
  text,
});
