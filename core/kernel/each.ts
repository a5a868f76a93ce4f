/** Does one thing for each, whatever becomes of the others; throws the first error when all are through. */
export async function eachByItself<T>(
  items: readonly T[],
  act: (item: T) => Promise<unknown>,
): Promise<void> {
  let failure: { readonly error: unknown } | null = null;
  for (const item of items)
    try {
      await act(item);
    } catch (error) {
      failure ??= { error };
    }
  if (failure) throw failure.error;
}
