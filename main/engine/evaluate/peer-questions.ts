import type { EntityMatch, IndexedSelector, Rule } from '../compile/policy';
import { NO } from '../model/tri';
import { addressKey } from '../net/address';
import type { Prefix } from '../net/prefix';
import { formatPrefix } from '../net/prefix';
import type { Peer, Peers } from './peer';
import { createPeerIndex } from './peer-index';
import type { MatchContext } from './rule-match';

/**
 * One thing that rules ask about the address at one end of a packet. Peers that answer all questions of a rule alike are the same to it.
 */
export interface PeerQuestion {
  /** Counts from 0 over the questions of one context. */
  readonly index: number;
  /** A small whole number that stands for the answer. */
  ask(peer: Peer): number;
  /** Among the peers from `first` on, those whose answer is not 0, by their index. */
  others(first: number): readonly Peer[];
}

/** The questions of one context; rules that ask the same share one. */
export interface PeerQuestions {
  /** All that one side of the rules asks, without repetition. */
  ofRules(rules: readonly Rule[], side: 'source' | 'destination'): readonly PeerQuestion[];
  /** What decides which traffic a rule matches, apart from the packet itself: named ports and services. */
  aboutTraffic(entity: EntityMatch): readonly PeerQuestion[];
}

export function createPeerQuestions(context: MatchContext): PeerQuestions {
  const { peers } = context;
  const index = createPeerIndex(peers);
  const known = new Map<string, PeerQuestion>();
  const byEntity = new Map<EntityMatch, readonly PeerQuestion[]>();

  const askOnce = (key: string, make: () => Pick<PeerQuestion, 'ask' | 'others'>): PeerQuestion => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made: PeerQuestion = { index: known.size, ...make() };
    known.set(key, made);
    return made;
  };

  const question = (key: string, makeAsk: () => PeerQuestion['ask']): PeerQuestion =>
    askOnce(key, () => {
      const ask = makeAsk();
      return { ask, others: rememberOthers(peers, ask) };
    });

  const selects = (selector: IndexedSelector) =>
    askOnce(`selector ${selector.index}`, () => {
      /** By peer index. Of most selectors nearly all answers are no, and need not be asked for. */
      let answers = new Uint8Array(0);
      let selected: readonly Peer[] = [];
      const askNewcomers = () => {
        const first = answers.length;
        if (first === peers.met.length) return;
        const grown = new Uint8Array(peers.met.length).fill(NO);
        grown.set(answers);
        answers = grown;
        const candidates = index.candidates(selector.selector, first);
        for (const candidate of candidates) answers[candidate.index] = peers.inSet(candidate, selector);
        selected = [...selected, ...candidates.filter((candidate) => answers[candidate.index] !== NO)];
      };
      return {
        ask(peer) {
          if (peer.index >= answers.length) askNewcomers();
          return answers[peer.index] ?? NO;
        },
        others(first) {
          askNewcomers();
          return first === 0 ? selected : selected.filter((peer) => peer.index >= first);
        },
      };
    });

  const holds = (nets: readonly Prefix[]) =>
    question(`nets ${nets.map(formatPrefix).join(' ')}`, () => rememberAnswers((peer) => peers.inNets(peer, nets)));

  const declares = (selector: IndexedSelector | null, name: string) =>
    question(`port ${selector?.index ?? ''} ${name}`, () => {
      const numbers = numberTexts();
      return rememberAnswers((peer) =>
        numbers(
          peer.contributors
            .flatMap(({ ports }) => ports.filter((port) => port.name === name))
            .map(({ protocol, port }) => `${protocol}/${port} ${peers.declares(peer, selector, name, protocol, port)}`)
            .join(','),
        ),
      );
    });

  const serves = (service: string) =>
    question(`service ${service}`, () => {
      const backends = listBackends(context, service);
      const numbers = numberTexts();
      return rememberAnswers((peer) => numbers(peer.address === null ? 'unknown' : (backends.get(peer.key) ?? '')));
    });

  const aboutTraffic = ({ positive, ports, notPorts, service }: EntityMatch): readonly PeerQuestion[] => [
    ...[...(ports?.names ?? []), ...(notPorts?.names ?? [])].map((name) => declares(positive, name)),
    ...(service === null ? [] : [serves(service)]),
  ];

  const ofEntity = (entity: EntityMatch): readonly PeerQuestion[] => {
    const found = byEntity.get(entity);
    if (found !== undefined) return found;
    const selectors = [entity.positive, entity.negative].filter((selector) => selector !== null);
    const nets = [entity.nets, entity.notNets].filter((list) => list !== null);
    const asked = [...selectors.map(selects), ...nets.map(holds), ...aboutTraffic(entity)];
    byEntity.set(entity, asked);
    return asked;
  };

  return {
    ofRules: (rules, side) => [...new Set(rules.flatMap((rule) => ofEntity(rule[side])))],
    aboutTraffic,
  };
}

const NOT_ASKED = -1;

/** By peer index, side by side: a question is put to many peers in a row. */
function rememberAnswers(ask: PeerQuestion['ask']): PeerQuestion['ask'] {
  let answers = new Int32Array(0);
  return (peer) => {
    const known = answers[peer.index];
    if (known !== undefined && known !== NOT_ASKED) return known;
    if (known === undefined) {
      const grown = new Int32Array((peer.index + 1) * 2).fill(NOT_ASKED);
      grown.set(answers);
      answers = grown;
    }
    const answer = ask(peer);
    answers[peer.index] = answer;
    return answer;
  };
}

/** Many lists have the same questions, and are sorted when the same peers are there. */
function rememberOthers(peers: Peers, ask: PeerQuestion['ask']): PeerQuestion['others'] {
  let [from, to] = [0, 0];
  let known: readonly Peer[] = [];
  return (first) => {
    if (first !== from || peers.met.length !== to) {
      [from, to] = [first, peers.met.length];
      known = peers.met.slice(first).filter((peer) => ask(peer) !== 0);
    }
    return known;
  };
}

/** Gives equal texts one number, from 0. */
function numberTexts(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
}

/** By address: that it is a source of the service, and the ports on which it is a destination. */
function listBackends(context: MatchContext, name: string): ReadonlyMap<string, string> {
  const service = context.services.get(name);
  const backends = new Map<string, string>([...(service?.addresses ?? [])].map((key) => [key, 'source']));
  for (const { address, protocol, port } of service?.members ?? []) {
    const key = addressKey(address);
    backends.set(key, `${backends.get(key) ?? ''} ${protocol}/${port}`);
  }
  return backends;
}
