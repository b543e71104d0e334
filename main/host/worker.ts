/** The engine's thread. Started by `engine-worker.ts`; talks `engine-protocol.ts`. */
import { parentPort } from 'node:worker_threads';
import { openSession } from '../engine/pipeline';
import { serveEngine } from './serve-engine';

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
serveEngine(parentPort, openSession);
