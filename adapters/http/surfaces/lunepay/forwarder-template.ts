/** A message that an app has wrapped into lines of its own. */
export interface WrappedText {
  readonly text: string;
  /** As the phone printed it: Korean time without a zone. */
  readonly receivedAt: string;
}

/** The mark of SmsForwarder's template, with a full-width colon: the SIM of a message, the user of a notification. */
const MARK = /^(SubId|UID)：-?\d{0,12}$/;
const TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/**
 * Takes the message out of what SmsForwarder sends as `content` unless told otherwise: sender, message, SIM (or the
 * title of a notification), mark, time and, where one is set, the phone's name, each on lines of its own. Wrapped, the
 * same message from two phones would be two deposits. Null when the text is not wrapped like this.
 */
export function unwrapTemplate(text: string, sender: string | null): WrappedText | null {
  const lines = text.trim().split('\n');
  const mark = lines.findLastIndex((line) => MARK.test(line));
  const receivedAt = lines[mark + 1] ?? '';
  const isWrapped = mark >= 2 && lines.length - mark <= 3 && TIME.test(receivedAt) && lines[0] === sender;
  if (!isWrapped) return null;
  const [label = ''] = lines.slice(mark - 1, mark);
  const message = lines.slice(1, mark - 1);
  // A bank's app puts the amount into the title of its notification.
  const told = lines[mark]?.startsWith('UID') ? [label, ...message] : message;
  const inner = told.join('\n').trim();
  return inner === '' ? null : { text: inner, receivedAt };
}
