import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import packet, { type Answer, type DecodedPacket } from 'dns-packet';

type Kind = 'A' | 'AAAA' | 'CNAME' | 'TXT';

/** How a name may fail: no answer at all, "server failure", "refused". */
export type DnsTrouble = 'silence' | 'SERVFAIL' | 'REFUSED';

const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
const AUTHORITATIVE = packet.AUTHORITATIVE_ANSWER | packet.RECURSION_AVAILABLE;

/** A real name server on loopback that knows what the test has told it, and follows CNAMEs as a resolver does. */
export interface DnsServer {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** `TXT name`, in the order of asking. */
  readonly asked: string[];
  /** What a name has of this kind, instead of what it had; none takes it away. Pieces of a TXT record are a list. */
  set(name: string, kind: Kind, ...values: (string | readonly string[])[]): void;
  /** From now on all questions about the name fail like this; null makes it well. */
  trouble(name: string, trouble: DnsTrouble | null): void;
}

/** Runs a test with a name server. */
export async function withDns(work: (dns: DnsServer) => Promise<void>): Promise<void> {
  const records = new Map<string, readonly (string | readonly string[])[]>();
  const troubles = new Map<string, DnsTrouble>();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    const query = packet.decode(message);
    const [question] = query.questions ?? [];
    if (!question) return;
    const name = question.name.toLowerCase();
    asked.push(`${question.type} ${name}`);
    const trouble = troubles.get(name);
    if (trouble === 'silence') return;
    const reply = trouble
      ? replyTo(query, RCODES[trouble], [])
      : replyTo(query, rcodeOf(records, name), answersOf(records, name, question.type as Kind));
    socket.send(reply, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  try {
    await work({
      address: `127.0.0.1:${socket.address().port}`,
      asked,
      set: (name, kind, ...values) =>
        void (values.length > 0 ? records.set(`${kind} ${name}`, values) : records.delete(`${kind} ${name}`)),
      trouble: (name, trouble) => void (trouble ? troubles.set(name, trouble) : troubles.delete(name)),
    });
  } finally {
    socket.close();
  }
}

type Records = ReadonlyMap<string, readonly (string | readonly string[])[]>;

function rcodeOf(records: Records, name: string): number {
  const exists = [...records.keys()].some((key) => key.split(' ')[1] === name);
  return exists ? RCODES.NOERROR : RCODES.NXDOMAIN;
}

function answersOf(records: Records, name: string, kind: Kind, hops = 0): Answer[] {
  const own = (records.get(`${kind} ${name}`) ?? []).map(
    (data) => ({ name, type: kind, ttl: 300, data }) as unknown as Answer,
  );
  const [alias] = records.get(`CNAME ${name}`) ?? [];
  if (kind === 'CNAME' || typeof alias !== 'string' || hops > 8) return own;
  return [
    { name, type: 'CNAME', ttl: 300, data: alias },
    ...answersOf(records, alias.toLowerCase(), kind, hops + 1),
  ];
}

function replyTo(query: DecodedPacket, rcode: number, answers: Answer[]): Buffer {
  return packet.encode({
    type: 'response',
    id: query.id ?? 0,
    flags: AUTHORITATIVE | rcode,
    questions: query.questions ?? [],
    answers,
  });
}
