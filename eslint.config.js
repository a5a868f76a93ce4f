import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

const FUNCTION_LINES_MAX = 70;

/** Like max-lines-per-function, but a function answers for its own lines only: not for those of functions inside. */
const functionLines = {
  create(context) {
    const comments = new Set(
      context.sourceCode
        .getAllComments()
        .flatMap(({ loc }) => range(loc).filter((line) => starts(context.sourceCode.lines[line - 1]))),
    );
    const stack = [];
    const enter = () => stack.push(0);
    const leave = (node) => {
      const lines = range(node.loc).filter(
        (line) => context.sourceCode.lines[line - 1].trim() !== '' && !comments.has(line),
      ).length;
      const own = lines - stack.pop();
      if (stack.length > 0) stack[stack.length - 1] += lines;
      if (own > FUNCTION_LINES_MAX)
        context.report({ node, message: `this function has ${own} lines; ${FUNCTION_LINES_MAX} are enough` });
    };
    const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
    return Object.fromEntries(
      kinds.flatMap((kind) => [
        [kind, enter],
        [`${kind}:exit`, leave],
      ]),
    );
  },
};

const range = ({ start, end }) => Array.from({ length: end.line - start.line + 1 }, (_, i) => start.line + i);
const starts = (line) => /^\s*(\/\/|\/\*|\*)/.test(line);

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'wordpress-plugin/',
      '**/*.js',
      '!eslint.config.js',
      '!adapters/http/assets/*.js',
    ],
  },
  {
    plugins: { house: { rules: { 'function-lines': functionLines } } },
    rules: {
      'max-lines': ['error', 300],
      'max-params': ['error', 4],
      'house/function-lines': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Ports promise promises; an implementation that has nothing to wait for is still `async`.
      '@typescript-eslint/require-await': 'off',
      // There are no classes and so no `this` to lose: the methods of ports are closures.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  // Koa types `next()` as a promise of anything.
  { files: ['adapters/**/*.ts'], rules: { '@typescript-eslint/no-unsafe-return': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'uvu', message: 'use test/support/suite.ts: it cannot pass by accident' }] },
      ],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['test/support/suite.ts'], rules: { 'no-restricted-imports': 'off' } },
);
