import type { Surface } from '../route.ts';

/** Every route of these surfaces with its full path, for tests that walk all of them. */
export function allRoutes(surfaces: readonly Surface[]) {
  return surfaces.flatMap((surface) =>
    surface.routes.map((route) => ({
      surface,
      route,
      method: route.method,
      path: surface.basePath + route.path,
    })),
  );
}
