import { incomingSmsToUrl, smsForwarder, smsGate, textbee } from './forwarder-apps.ts';
import { curl, iosShortcuts, macroDroid, tasker } from './forwarder-automations.ts';
import type { ForwarderGuide, ForwarderSetUp } from './forwarder-guide.ts';

export type { ForwarderGuide, ForwarderSetUp } from './forwarder-guide.ts';

/**
 * How to set each forwarding app up for one phone, with its address and secret filled in: the best first. What the
 * guides hold is as secret as the address itself.
 */
export function forwarderGuides(setUp: ForwarderSetUp): readonly ForwarderGuide[] {
  const guides = [smsGate, incomingSmsToUrl, smsForwarder, textbee, macroDroid, tasker, iosShortcuts, curl];
  return guides.map((guide) => guide(setUp));
}
