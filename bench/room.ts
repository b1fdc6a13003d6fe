/**
 * How long a control of a room takes to reach 300 followers, from the presenter's sending it to each one's having
 * it: the median and the slowest, beside a bare `ws` server that sends a message of the same size to as many. The
 * followers are in a process of their own.
 *
 * Usage: npm run bench:room -- [followers]
 */
import 'reflect-metadata';
import { fork, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server as EngineServer, type RawData } from 'ws';
