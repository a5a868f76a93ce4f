export { sessionPages, type SessionPagesOptions } from './session-pages.ts';
