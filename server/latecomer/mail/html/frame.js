// Shows the HTML part of a mail, which the page around this frame sends. The frame's policy and sandbox let the mail run
// no script, load nothing from our pages and lead nowhere; only its styles and pictures are as in a mail program.
addEventListener("message", (event) => {
  if (event.source !== window.parent || typeof event.data?.html !== "string") return;
  const mail = new DOMParser().parseFromString(event.data.html, "text/html");
  document.documentElement.lang = mail.documentElement.lang || "en";
  document.title = mail.title || "Mail";
  for (const old of document.head.querySelectorAll("[data-mail]")) old.remove();
  for (const each of mail.head.querySelectorAll("style, meta[name='color-scheme']")) {
    each.dataset.mail = "";
    document.head.append(document.adoptNode(each));
  }
  document.documentElement.replaceChild(document.adoptNode(mail.body), document.body);
});
