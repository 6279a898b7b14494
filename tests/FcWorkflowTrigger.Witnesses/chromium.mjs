// The browser of the witnesses.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const file = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => path && existsSync(path));

export function launchBrowser() {
  assert.ok(file, 'There is no Chromium. Install it (Debian: apt-get install chromium), or give its path with CHROMIUM.');
  return chromium.launch({ executablePath: file, args: ['--no-sandbox'] });
}
