// Says on the page what allauth's passkey scripts would only say in the console.
document.addEventListener("allauth.error", (event) => {
  const notice = document.getElementById("passkey-error");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
});
// Pressed before allauth's scripts listen, a button would do nothing or send a form without a key.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-needs-scripts]")) button.disabled = false;
});
