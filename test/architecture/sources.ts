import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/** A file of ours; `path` starts at the top of the repository and uses slashes on every system. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** All files under these folders whose name has one of these endings. */
export function sources(folders: readonly string[], endings: readonly string[] = ['.ts']): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: posix.join(...path.slice(root.length + 1).split(/[\\/]/)),
        text: readFileSync(path, 'utf8'),
      })),
  );
}

/** What a file imports: packages by their name, our own files by their path from the top. */
export function importsOf(source: Source): string[] {
  return ts
    .preProcessFile(source.text)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? posix.join(posix.dirname(source.path), fileName) : fileName,
    );
}

/** `path: import` for every import that is not allowed. */
export function badImports(
  files: readonly Source[],
  allowed: (imported: string, from: string) => boolean,
): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => !allowed(imported, file.path))
      .map((imported) => `${file.path}: ${imported}`),
  );
}

export function parse(source: Source): ts.SourceFile {
  return ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
}

/** Every node of a file, outermost first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesOf(child);
}

/** `path:line` */
export function placeOf(file: ts.SourceFile, node: ts.Node): string {
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
}
