/** The window on macOS: an alert of AppKit with a text that scrolls and a field, made by a constant script. */
import { answerIn, inputOf } from './json-window.ts';
import type { WindowProgram, WindowQuestion } from './window.ts';

const OSASCRIPT = '/usr/bin/osascript';

export function osascriptPrograms(homeDirectory: string, question: WindowQuestion): WindowProgram[] {
  return [
    {
      program: OSASCRIPT,
      arguments: ['-l', 'JavaScript', '-e', SCRIPT],
      input: inputOf(question),
      environment: { HOME: homeDirectory, PATH: '/usr/bin:/bin' },
      answerOf: answerIn,
    },
  ];
}

/** NSAlertFirstButtonReturn is 1000, NSAlertSecondButtonReturn 1001; anything else is the end of its time. */
const SCRIPT = `
ObjC.import('AppKit');
function run() {
  const data = $.NSFileHandle.fileHandleWithStandardInput.readDataToEndOfFile;
  const given = JSON.parse(ObjC.unwrap($.NSString.alloc.initWithDataEncoding(data, $.NSUTF8StringEncoding)));
  const application = $.NSApplication.sharedApplication;
  application.setActivationPolicy(1);
  const picture = $.NSTextView.alloc.initWithFrame($.NSMakeRect(0, 0, 620, 380));
  picture.setRichText(false);
  picture.setString($(given.picture));
  picture.setEditable(false);
  const scroll = $.NSScrollView.alloc.initWithFrame($.NSMakeRect(0, 64, 620, 380));
  scroll.setHasVerticalScroller(true);
  scroll.setDocumentView(picture);
  const label = $.NSTextField.labelWithString($(given.label));
  label.setFrame($.NSMakeRect(0, 34, 620, 20));
  const field = $.NSTextField.alloc.initWithFrame($.NSMakeRect(0, 0, 620, 26));
  const view = $.NSView.alloc.initWithFrame($.NSMakeRect(0, 0, 620, 444));
  [scroll, label, field].forEach((part) => view.addSubview(part));
  const alert = $.NSAlert.alloc.init;
  alert.setMessageText($(given.title));
  alert.addButtonWithTitle($(given.approve));
  alert.addButtonWithTitle($(given.decline)).setKeyEquivalent($('\\u001b'));
  alert.setAccessoryView(view);
  alert.window.setInitialFirstResponder(field);
  application.performSelectorWithObjectAfterDelayInModes(
    'abortModal', $(), given.seconds, $(['NSModalPanelRunLoopMode']));
  application.activateIgnoringOtherApps(true);
  const pressed = Number(alert.runModal);
  if (pressed === 1000) return JSON.stringify({ kind: 'typed', text: ObjC.unwrap(field.stringValue) });
  return JSON.stringify({ kind: pressed === 1001 ? 'declined' : 'closed' });
}
`;
