# What a test file dot-sources in BeforeAll, after TestSession.ps1, for runs at a host with a user.
# A host with a screen, at which a user always gives the same answer; it keeps the questions and the progress.
Add-Type -TypeDefinition @'
    using System;
    using System.Collections.Generic;
    using System.Collections.ObjectModel;
    using System.Globalization;
    using System.Management.Automation;
    using System.Management.Automation.Host;
    using System.Security;

    namespace ZohoLock.Tests.Guard
    {
        public sealed class AnsweringHost : PSHost
        {
            private readonly AnsweringUI _ui = new AnsweringUI();
            private readonly Guid _id = Guid.NewGuid();
            public AnsweringHost(int answer) { _ui.Answer = answer; }
            public List<string> Questions { get { return _ui.Questions; } }
            public List<ProgressRecord> Progress { get { return _ui.Progress; } }
            public override string Name { get { return "AnsweringHost"; } }
            public override Version Version { get { return new Version(1, 0); } }
            public override Guid InstanceId { get { return _id; } }
            public override PSHostUserInterface UI { get { return _ui; } }
            public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
            public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
            public override void EnterNestedPrompt() { throw new NotSupportedException(); }
            public override void ExitNestedPrompt() { throw new NotSupportedException(); }
            public override void NotifyBeginApplication() { }
            public override void NotifyEndApplication() { }
            public override void SetShouldExit(int exitCode) { }
        }

        public sealed class AnsweringUI : PSHostUserInterface
        {
            public int Answer { get; set; }
            public readonly List<string> Questions = new List<string>();
            public readonly List<ProgressRecord> Progress = new List<ProgressRecord>();
            public override PSHostRawUserInterface RawUI { get { return null; } }
            public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
            {
                Questions.Add(caption + " | " + message);
                return Answer;
            }
            public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }
            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }
            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) { throw new NotSupportedException(); }
            public override string ReadLine() { throw new NotSupportedException(); }
            public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
            public override void Write(string value) { }
            public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { }
            public override void WriteLine(string value) { }
            public override void WriteErrorLine(string value) { }
            public override void WriteDebugLine(string message) { }
            public override void WriteVerboseLine(string message) { }
            public override void WriteWarningLine(string message) { }
            public override void WriteProgress(long sourceId, ProgressRecord record) { Progress.Add(record); }
        }
    }
'@

# Runs a script, with $ids and $connection, in a runspace of a host; the error that ended it, if any.
function Invoke-AtHost($AtHost, [string] $Script, [string[]] $Ids) {
    $runspace = $AtHost ? [runspacefactory]::CreateRunspace($AtHost) : [runspacefactory]::CreateRunspace()
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    try {
        $null = $shell.AddScript("param(`$module, `$ids, `$connection); Import-Module `$module; try { `$null = & { $Script } } catch { `$_ }")
        foreach ($argument in (Get-Module ZohoLock).Path, $Ids, (Get-ZohoCrmConnection)) { $null = $shell.AddArgument($argument) }
        $shell.Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
    }
    finally { $shell.Dispose(); $runspace.Dispose() }
}
