import { AwsError } from "../awsError";
import type { StoredResource } from "../store/records";
import type { Table } from "../store/table";

/** @throws {AwsError} NoSuchEntity */
export function mustExist(table: Table<StoredResource>, name: string, kind: string): void {
  if (!table.has(name))
    throw new AwsError("NoSuchEntity", `The ${kind} with name ${name} cannot be found.`, 404);
}
