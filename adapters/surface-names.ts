/** The API families that can be served. */
export const SURFACE_NAMES = ['lifeos', 'lunepay', 'korea-checkout', 'test-helpers'] as const;
export type SurfaceName = (typeof SURFACE_NAMES)[number];
