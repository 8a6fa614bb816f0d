import { createHash } from "node:crypto";
import { expect } from "chai";
import { Window } from "happy-dom";
import { page } from "../../../local/access/page";
import { Report } from "../../../local/access/report";
import { everything, guard, primary, user, userPolicy } from "./company";

const hostile = `<img src=x onerror="alert('1')">&amp;`;

/** Two people, one guarded branch and one repository without. */
const report = new Report("test", {
  resources: [
    primary("shop", "wiki"),
    guard(["refs/heads/main"], "shop"),
    user("ada"),
    userPolicy("ada", "all", everything),
    user("bob"),
    userPolicy("bob", hostile, { ...everything, Action: "codecommit:GitPull" }),
    user(hostile),
    userPolicy(hostile, "some", {
      ...everything,
      Sid: hostile,
      Action: ["codecommit:GitPush", "codecommit:UpdatePullRequestApprovalState"],
      Resource: "arn:aws:codecommit:*:*:shop",
    }),
  ],
});

describe("The page of access", () => {
  const text = page(report);
  let window: Window;
  beforeEach(() => {
    const settings = {
      enableJavaScriptEvaluation: true,
      suppressInsecureJavaScriptEnvironmentWarning: true,
    };
    window = new Window({ settings });
    window.document.write(text);
  });
  afterEach(() => window.happyDOM.close());

  const all = (selector: string) => [...window.document.querySelectorAll(selector)];
  const shown = () =>
    all("tbody tr")
      .filter((row) => !row.hasAttribute("hidden"))
      .map((row) =>
        ["who", "repositories", "branches", "push"]
          .map((column) => row.querySelector(`[data-column=${column}] b, [data-column=${column}] li, span`))
          .map((element) => element?.textContent.replace(hostile, "eve"))
          .join(),
      );
  const fill = (selector: string, value: string) => {
    const [field] = all(selector);
    Object.assign(field, { value });
    field.dispatchEvent(new window.Event("input"));
  };

  it("is one table of the right width, and says the same as the matrix", () => {
    expect(all("tbody tr")).to.have.length(report.rows("paths").length);
    for (const row of all("tr")) {
      expect(row.children).to.have.length(8);
    }
    expect(all("title")[0].textContent).to.equal("Access to the repositories of test");
  });

  it("asks for nothing from elsewhere", () => {
    expect(text).to.not.match(/\bhttps?:|\/\/\w|@import|url\(/i);
    expect(all("[src], [href], link, iframe, object, embed, img, form, base")).to.deep.equal([]);
  });

  it("lets a browser run its own script and style only", () => {
    const policy = all("meta[http-equiv=Content-Security-Policy]")[0].getAttribute("content");
    const hash = (element: string) =>
      createHash("sha256").update(all(element)[0].textContent).digest("base64");
    expect(all("script, style")).to.have.length(2);
    expect(policy).to.equal(
      `default-src 'none'; script-src 'sha256-${hash("script")}'; style-src 'sha256-${hash("style")}'; ` +
        "base-uri 'none'; form-action 'none'",
    );
    expect(all("[style], [onclick], [onerror]")).to.deep.equal([]);
  });

  it("shows names as they are, whatever they are made of", () => {
    const names = all("[data-column=who] b").map((element) => element.textContent);
    expect(new Set(names)).to.deep.equal(new Set(["ada", "bob", hostile]));
    expect(all("small").map((element) => element.textContent)).to.include(
      `user ${hostile} → policy some → statement ${hostile}`,
    );
  });

  it("filters by names and by answers", () => {
    expect(shown()).to.have.length(6);
    fill("[data-filter=who]", "ADA");
    expect(shown()).to.deep.equal(["user ada,shop,main,yes", "user ada,wiki,any branch,yes"]);
    expect(all("#count")[0].textContent).to.equal("2 of 6 rows");
    fill("[data-filter=who]", "");
    fill("[data-right=push]", "no");
    expect(shown()).to.have.length(3);
    expect(shown().every((row) => row.endsWith(",no"))).to.equal(true);
  });

  it("sorts by any column, both ways", () => {
    const push = all("th button").find((button) => button.textContent === "push");
    const answers = () => all("tbody [data-column=push]").map((cell) => cell.getAttribute("data-may"));
    const press = () => push?.dispatchEvent(new window.Event("click", { bubbles: true }));
    press();
    expect(answers()).to.deep.equal(["yes", "yes", "yes", "no", "no", "no"]);
    expect(push?.parentElement?.getAttribute("aria-sort")).to.equal("ascending");
    press();
    expect(answers()).to.deep.equal(["no", "no", "no", "yes", "yes", "yes"]);
    expect(push?.parentElement?.getAttribute("aria-sort")).to.equal("descending");
  });
});
