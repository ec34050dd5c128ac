// The last page shows the receipt as soon as there is one.
"use strict";

const awaited = document.querySelector("[data-awaits-receipt]");
const LOOK_FOR_RECEIPT_MS = 700;

async function lookForReceipt() {
  try {
    const answer = await fetch("/state", { cache: "no-store" });
    const told = await answer.json();
    if (told.receipt) {
      location.replace("/");
      return;
    }
  } catch (error) {
    // The kiosk's own server is restarting; look again.
  }
  setTimeout(lookForReceipt, LOOK_FOR_RECEIPT_MS);
}

if (awaited) setTimeout(lookForReceipt, LOOK_FOR_RECEIPT_MS);

// The way to the candidate's own page is put in when the hub has made it; a survey that is being
// filled in stays as it is.
const ownPage = document.getElementById("own-page");
const LOOK_FOR_OWN_PAGE_MS = 2000;

async function lookForOwnPage() {
  try {
    const answer = await fetch("/own-page", { cache: "no-store" });
    if (answer.status === 200) {
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      ownPage.replaceChildren(...read.body.children);
      return;
    }
  } catch (error) {
    // The kiosk's own server is restarting; look again.
  }
  setTimeout(lookForOwnPage, LOOK_FOR_OWN_PAGE_MS);
}

if (ownPage && !ownPage.firstElementChild) setTimeout(lookForOwnPage, LOOK_FOR_OWN_PAGE_MS);
