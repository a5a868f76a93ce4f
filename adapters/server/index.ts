// The npm entry point "./server": the whole server, without its command line.
export { type Config, describeConfig, type Flags, readConfig } from './config.ts';
export { HTTP_LIMITS, type HttpLimits } from './http-server.ts';
export { createLog, type ServerLog } from './log.ts';
export { type RunningServer, startServer, type StartOptions } from './start-server.ts';
