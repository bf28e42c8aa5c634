// What a site may do with the event of a form that was sent; the form needs none of this.
addEventListener("latecomer:submitted", () => {
  document.getElementById("heard").textContent = "Thank you: the form was sent.";
});
