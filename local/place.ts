import { EngineError, loadProject } from "./engine";
import { partitionOf } from "./cloud/partition";
import { remembered } from "./remembered";

/** Where an environment is: the account of the local cloud, and the partition that its regions belong to. */
export interface Place {
  /** Twelve digits. */
  readonly accountId: string;
  readonly partition: string;
}

/** The account of settings that allow any. */
const anyAccount = "123456789012";

/**
 * The account that was asked for, else that of earlier runs, else the first that the settings allow.
 *
 * @param file where earlier runs wrote it down
 * @param wanted `--account`
 * @throws EngineError when the settings or earlier runs do not allow it
 */
export async function placeOf(
  directory: string,
  environment: string,
  file: string,
  wanted?: string,
): Promise<Place> {
  const { name, config } = await loadProject(directory, environment);
  const allowed = accountsIn(config[`${name}:allowedAccountIds`] ?? "");
  const partition = partitionOf(config["aws:region"] ?? "");
  const before = remembered(file);
  const accountId = wanted ?? before?.accountId ?? allowed?.[0] ?? anyAccount;
  const allows = `Pulumi.${environment}.yaml allows only ${allowed?.join(", ")} (allowedAccountIds)`;
  const refused = allowed !== undefined && !allowed.includes(accountId);

  if (wanted !== undefined && !/^\d{12}$/.test(wanted)) {
    throw new EngineError(
      `--account ${wanted}: the number of an AWS account has 12 digits, for example ${anyAccount}`,
    );
  }
  if (wanted !== undefined && refused) {
    throw new EngineError(`--account ${wanted}: ${allows}; name one of these, or leave --account out`);
  }
  if (before !== undefined && (refused || before.accountId !== accountId || before.partition !== partition)) {
    const asked = refused ? allows : `this one is for ${accountId} in ${partition}`;
    throw new EngineError(
      `earlier runs of ${environment} were for the account ${before.accountId} in ${before.partition}, and ${asked}: ` +
        `forget them with npm start -- --stack ${environment} --fresh`,
    );
  }
  return { accountId, partition };
}

/** Undefined for settings that allow every account, and for what is no list: the program says what is wrong with it. */
function accountsIn(text: string): readonly string[] | undefined {
  const found = text.match(/(?<=")\d{12}(?=")/g);
  return found ?? undefined;
}
