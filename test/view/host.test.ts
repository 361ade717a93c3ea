/** What the view and the official host of MCP Apps say to each other; openPage fails for what the host does not understand. */
import { expect, test } from 'vitest';
import { openPage, settled } from './page.ts';
import { DAYS } from './sample-reports.ts';

test('they shake hands, and the view says what it is', async () => {
  const { host } = await openPage();
  expect(host.getAppVersion()).toEqual({ name: 'view', version: '1' });
  expect(host.getAppCapabilities()).toEqual({ availableDisplayModes: ['inline'] });
});

test('the host hears each size of the page once', async () => {
  const { show, resize, sizes } = await openPage();
  await show(JSON.stringify(DAYS));
  await resize(420);
  await resize(420);
  expect(sizes).toEqual([
    { width: 600, height: 100 },
    { width: 600, height: 420 },
  ]);
});

test('the view is light or dark as the host says, also later, and takes ground and text together', async () => {
  const variables = { '--color-background-primary': '#102030' } as never;
  const { document, host } = await openPage({ theme: 'light', styles: { variables } });
  const { style } = document.documentElement;
  expect([style.getPropertyValue('color-scheme'), style.getPropertyValue('--ground')]).toEqual(['light', '']);
  const both = { '--color-background-primary': '#102030', '--color-text-primary': '#f0f0f0' } as never;
  host.setHostContext({ theme: 'dark', styles: { variables: both } });
  await settled();
  expect(style.getPropertyValue('color-scheme')).toBe('dark');
  expect([style.getPropertyValue('--ground'), style.getPropertyValue('--text')]).toEqual([
    '#102030',
    '#f0f0f0',
  ]);
});

test('the view answers before it is taken away', async () => {
  const { host } = await openPage();
  await expect(host.teardownResource({})).resolves.toEqual({});
});
