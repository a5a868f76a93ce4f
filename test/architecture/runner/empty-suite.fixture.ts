import { suite } from '../../support/suite.ts';

suite('empty suite', () => {});
