/** The window on Windows: a form with a text box that scrolls and a field, made by a constant script. */
import { win32 } from 'node:path';
import type { Environment } from '../host/host.ts';
import { answerIn, inputOf } from './json-window.ts';
import type { WindowProgram, WindowQuestion } from './window.ts';

/** What PowerShell and .NET need to start. */
const PASSED_ON = ['SystemRoot', 'windir', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'];

export function powershellPrograms(environment: Environment, question: WindowQuestion): WindowProgram[] {
  const system = win32.join(environment.SystemRoot || 'C:\\Windows', 'System32');
  const passedOn = PASSED_ON.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return [
    {
      program: win32.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
      arguments: [
        ...['-NoLogo', '-NoProfile', '-NonInteractive', '-STA', '-InputFormat', 'None'],
        ...['-EncodedCommand', Buffer.from(SCRIPT, 'utf16le').toString('base64')],
      ],
      input: inputOf(question),
      environment: { ...Object.fromEntries(passedOn), PATH: system },
      answerOf: answerIn,
    },
  ];
}

const SCRIPT = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if (-not [Environment]::UserInteractive) { exit 3 }
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$reader = New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8)
$given = $reader.ReadToEnd() | ConvertFrom-Json
[Windows.Forms.Application]::EnableVisualStyles()
# Windows shows the first window of a process as its starter says, which for this one is hidden.
$first = New-Object Windows.Forms.Form
$first.ShowInTaskbar = $false
$first.Opacity = 0
$first.Show()
$first.Dispose()
$form = New-Object Windows.Forms.Form
$form.Text = $given.title
$form.ClientSize = New-Object Drawing.Size(720, 560)
$form.StartPosition = 'CenterScreen'
$form.MinimizeBox = $false
$form.TopMost = $true
$picture = New-Object Windows.Forms.TextBox
$picture.Multiline = $true
$picture.ReadOnly = $true
$picture.WordWrap = $true
$picture.ScrollBars = 'Vertical'
$picture.TabStop = $false
$picture.MaxLength = 0
$picture.Text = ([string]$given.picture).Replace([string][char]10, [Environment]::NewLine)
$picture.SetBounds(12, 12, 696, 430)
$picture.Anchor = 'Top, Bottom, Left, Right'
$label = New-Object Windows.Forms.Label
$label.UseMnemonic = $false
$label.Text = $given.label
$label.SetBounds(12, 452, 696, 20)
$label.Anchor = 'Bottom, Left, Right'
$field = New-Object Windows.Forms.TextBox
$field.SetBounds(12, 476, 696, 26)
$field.Anchor = 'Bottom, Left, Right'
$approve = New-Object Windows.Forms.Button
$approve.Text = $given.approve
$approve.DialogResult = 'OK'
$approve.SetBounds(612, 518, 96, 30)
$approve.Anchor = 'Bottom, Right'
$decline = New-Object Windows.Forms.Button
$decline.Text = $given.decline
$decline.DialogResult = 'Cancel'
$decline.SetBounds(506, 518, 96, 30)
$decline.Anchor = 'Bottom, Right'
$form.AcceptButton = $approve
$form.CancelButton = $decline
$form.Controls.AddRange(@($field, $approve, $decline, $label, $picture))
$timer = New-Object Windows.Forms.Timer
$timer.Interval = 1000 * [int]$given.seconds
$timer.Add_Tick({ $form.DialogResult = 'Abort' })
$timer.Start()
$form.Add_Shown({ $form.Activate(); [void]$field.Focus() })
$pressed = [string]$form.ShowDialog()
$answer = @{ kind = 'closed' }
if ($pressed -eq 'OK') { $answer = @{ kind = 'typed'; text = $field.Text } }
if ($pressed -eq 'Cancel') { $answer = @{ kind = 'declined' } }
$bytes = [Text.Encoding]::UTF8.GetBytes(($answer | ConvertTo-Json -Compress))
$out = [Console]::OpenStandardOutput()
$out.Write($bytes, 0, $bytes.Length)
$out.Flush()
`;
