export { sandboxPages, type SandboxPagesOptions } from './sandbox-pages.ts';
