// While a payment is asked about: asks again now and then, and shows the page anew once the answer is another one.
// A page that reloads itself would begin anew under a screen reader each time.
(() => {
  let waitMs = 2500;
  const ask = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok && !(await answer.text()).includes("data-asking")) {
        location.reload();
        return;
      }
    } catch {
      // There is no connection just now.
    }
    waitMs = Math.min(waitMs * 1.3, 30_000);
    setTimeout(ask, waitMs);
  };
  setTimeout(ask, waitMs);
})();
