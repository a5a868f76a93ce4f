import { SETTINGS } from './settings.ts';

const COMMANDS = `
korea-checkout: take payments in Korea

  korea-checkout serve              serve the APIs and pages; migrates the database first
    --demo                            with a demo merchant, its test key and a curl to paste
    --no-migrate                      leave the database as it is
  korea-checkout migrate            bring the database up to date
    --down                            take the last migration back, WITH ITS DATA
  korea-checkout demo [--json]      the demo merchant's keys; made at the first call
    --demo-file FILE                  where they are kept (beside the database)
  korea-checkout keys create        a new API key, shown this once
    --merchant ID                     for this merchant, or
    --new-merchant NAME               for one that is made now
    --mode test|live                  test when left out
    --kind secret|publishable         secret when left out
    --name TEXT                       a name to know it by
  korea-checkout keys list          --merchant ID [--mode …]
  korea-checkout keys rotate KEY_ID --merchant ID: a successor; the old one works for another day
  korea-checkout keys revoke KEY_ID --merchant ID: refused from now on
    --json                            all of these as JSON
  korea-checkout users add          somebody who signs in with a token, which is shown this once
    --merchant ID [--mode test|live] --name NAME [--email …] [--days 90]
  korea-checkout users list         --merchant ID [--mode …]
  korea-checkout users token ID     --merchant ID [--mode …] [--days …]: a new token
  korea-checkout users revoke ID    --merchant ID [--mode …]: ends all tokens of this person
  korea-checkout deposits import FILE  the deposits of a bank's statement (CSV or XLSX)
    --merchant ID [--mode …]          whose account it is
    --account ID                      which one, where the statement does not tell
  korea-checkout doctor [--json]    what is wrong with this installation, and how to mend it
  korea-checkout version
`;

/** What `korea-checkout help` prints. The settings are those of the table, so that none is forgotten. */
export const HELP = `${COMMANDS.trimStart()}
Settings, from the environment or as flags:

${Object.values(SETTINGS)
  .map(({ env, flag, fallback, help, isSwitch }) => {
    const shown = flag === null ? '' : `--${flag}${isSwitch ? '' : ' …'}`;
    const standard = fallback === '' ? '' : ` (${fallback})`;
    return `  ${env.padEnd(22)} ${shown.padEnd(25)} ${help}${standard}`;
  })
  .join('\n')}
`;
