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
