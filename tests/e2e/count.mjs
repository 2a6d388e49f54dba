// The last line of a run, for people and for CI: how many passed, how many failed.
export default class Count {
  #seen = new Map();

  onTestEnd(test) {
    this.#seen.set(test.id, test.outcome());
  }

  onEnd(result) {
    const outcomes = [...this.#seen.values()];
    const passed = outcomes.filter((outcome) => outcome === "expected").length;
    const broken = outcomes.filter((outcome) => outcome === "unexpected" || outcome === "flaky").length;
    // A run that fails outside of a test, such as a server that does not start, is a failure too.
    const failed = result.status === "passed" ? broken : Math.max(broken, 1);
    console.log(`${passed} passed, ${failed} failed`);
  }

  printsToStdio() {
    return false;
  }
}
