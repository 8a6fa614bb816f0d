import { iamId, secret } from "../identifiers";
import type { IamTables } from "./tables";

/** Every user gets an access key here: on AWS she makes it herself, and the program never sees it. */
export function createAccessKey(tables: IamTables, userName: string): void {
  const accessKeyId = iamId("AKIA", 16);
  tables.accessKeys.set(accessKeyId, { userName, accessKeyId, secretAccessKey: secret(40) });
}
