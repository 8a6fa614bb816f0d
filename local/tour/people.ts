import type { Cloud } from "../cloud";
import { type Actor, hasPassword } from "./actor";
import { ofType, type Platform, platformOf, type Primary } from "./declared";
import type { Guard } from "./guard";

/** The people of an environment, and what they may do to one of its repositories. */
export class People {
  /** Those with git credentials first. */
  readonly all: readonly Actor[];
  private readonly platform: Platform;

  constructor(
    primary: Primary,
    private readonly cloud: Cloud,
    private readonly region: string,
    private readonly repository: string,
  ) {
    this.platform = platformOf(primary);
    const { environment, teams } = this.platform;
    const memberships = ofType(primary.resources, "aws:iam/userGroupMembership:UserGroupMembership").map(
      ({ inputs }) => inputs as { user: string; groups: string[] },
    );
    const all = cloud.users().map((user): Actor => {
      const groups = memberships.filter((one) => one.user === user.name).flatMap((one) => one.groups);
      return {
        ...user,
        person: user.name.replace(`ccp-${environment}-`, ""),
        arn: `arn:${cloud.partition}:iam::${cloud.accountId}:user/${user.name}`,
        teams: Object.keys(teams).filter((team) => groups.includes(teams[team].group)),
        mfa: !this.pulls(user.name, false) && this.pulls(user.name, true),
      };
    });
    this.all = [...all.filter(hasPassword), ...all.filter((actor) => !hasPassword(actor))];
  }

  /** Whether the policies let somebody do that now. */
  may({ name, mfa }: Actor, action: string, reference?: string): boolean {
    return this.allowed(name, mfa, `codecommit:${action}`, reference);
  }

  /** Whether the settings promise that somebody may move what these guards protect. */
  isPusher({ teams }: Actor, guards: readonly Guard[]): boolean {
    return guards.every(({ pushers }) => teams.some((team) => pushers.includes(team)));
  }

  /** Whether the settings promise somebody that she may write to every repository, but for what is protected. */
  isWriter({ teams }: Actor): boolean {
    return teams.some((team) => ["administrator", "power-user"].includes(this.platform.teams[team].access));
  }

  /** Whether somebody is in a team, and the settings promise that none of hers may write. */
  isReader({ teams }: Actor): boolean {
    return teams.length > 0 && teams.every((team) => this.platform.teams[team].access === "reader");
  }

  private pulls(user: string, mfa: boolean): boolean {
    return this.allowed(user, mfa, "codecommit:GitPull");
  }

  private allowed(user: string, mfa: boolean, action: string, reference?: string): boolean {
    const { region, repository } = this;
    const question = { user, mfa, action, region, repository };
    return this.cloud.refusal({ ...question, ...(reference !== undefined && { reference }) }) === undefined;
  }
}
