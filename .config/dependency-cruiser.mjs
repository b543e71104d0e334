/** Who may import whom. `test/rooms.test.ts` proves that each rule bites. */
import { engineRooms } from './rooms.mjs';

/** Resolved paths of a package's files, wherever npm put it. */
const libraries = (/** @type {string[]} */ ...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const roomOrder = engineRooms.map((room, position) => ({
  name: `engine-${room}-looks-up`,
  comment: `main/engine/${room} imports only itself and the rooms above it`,
  severity: 'error',
  from: { path: `^main/engine/${room}/` },
  to: {
    path: [...engineRooms.slice(position + 1).map((lower) => `^main/engine/${lower}/`), '^main/engine/[^/]+\\.ts$'],
  },
}));

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  ...roomOrder,
  {
    name: 'engine-rooms-are-listed',
    comment: 'a folder of main/engine that is not in the array of rooms has no place in the order',
    severity: 'error',
    from: { path: '^(main|preload|renderer|test)/' },
    to: { path: '^main/engine/[^/]+/', pathNot: `^main/engine/(${engineRooms.join('|')})/` },
  },
  {
    name: 'engine-is-pure',
    comment: 'main/engine imports nothing but itself; load also reads YAML with js-yaml',
    severity: 'error',
    from: { path: '^main/engine/', pathNot: '^main/engine/load/' },
    to: { pathNot: '^main/engine/' },
  },
  {
    name: 'load-knows-yaml-only',
    comment: 'main/engine/load imports nothing from outside the engine but js-yaml',
    severity: 'error',
    from: { path: '^main/engine/load/' },
    to: { pathNot: ['^main/engine/', libraries('js-yaml')] },
  },
  {
    name: 'main-stays-in-main',
    comment: 'main imports the contract, and nothing else of the window or its bridge',
    severity: 'error',
    from: { path: '^main/' },
    to: { path: '^(renderer|preload)/', pathNot: '^preload/contract\\.ts$' },
  },
  {
    name: 'renderer-sees-results-only',
    comment: 'renderer imports model, report and the contract, and of the libraries svelte and cytoscape',
    severity: 'error',
    from: { path: '^renderer/' },
    to: {
      pathNot: [
        '^renderer/',
        '^assets/',
        '^main/engine/(model|report)/',
        '^preload/contract\\.ts$',
        libraries('svelte', 'cytoscape'),
      ],
    },
  },
  {
    name: 'preload-is-the-contract',
    comment: 'preload imports the contract, the nouns it is written in, and electron',
    severity: 'error',
    from: { path: '^preload/' },
    to: { pathNot: ['^preload/', '^main/engine/model/', libraries('electron')] },
  },
  {
    name: 'contract-is-pure',
    comment: 'the contract imports only the nouns it is written in',
    severity: 'error',
    from: { path: '^preload/contract\\.ts$' },
    to: { pathNot: '^main/engine/model/' },
  },
  {
    name: 'electron-in-its-host-only',
    comment: 'only main/index.ts, main/host/electron and the preload import electron',
    severity: 'error',
    from: { path: '^(main|preload|renderer)/', pathNot: '^(main/index\\.ts$|main/host/electron|preload/index\\.ts$)' },
    to: { path: libraries('electron') },
  },
  {
    name: 'plain-node-without-electron',
    comment: 'the command line and the worker run under plain Node, where importing electron starts a download',
    severity: 'error',
    from: { path: '^main/(cli/|host/worker\\.ts$)' },
    to: { path: libraries('electron'), reachable: true },
  },
  {
    name: 'nothing-imports-tests',
    comment: 'tests know the program, the program does not know its tests',
    severity: 'error',
    from: { pathNot: '^test/' },
    to: { path: '^test/' },
  },
  {
    name: 'no-circles',
    comment: 'a file never imports itself through others',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'everything-resolves',
    comment: 'an import that leads nowhere is judged by no other rule',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden,
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(out|coverage|\\.cache)/' },
    // Imports of types count as well.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'svelte', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.svelte', '.d.ts', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
