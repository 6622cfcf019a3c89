# What each test file dot-sources in BeforeAll: the module, whose manifest is $testedModule, and a session against an emulator of its own.
# ZOHOLOCK_TEST_MODULE names another ZohoLock to test than that of the repository: the manifest of an installed package, or ZohoLock for the one of
# the module path.
Import-Module ($env:ZOHOLOCK_TEST_MODULE ? $env:ZOHOLOCK_TEST_MODULE : (Join-Path $PSScriptRoot '..' '..' 'ZohoLock.psd1'))
$testedModule = Join-Path (Get-Module ZohoLock).ModuleBase 'ZohoLock.psd1'
. (Join-Path $PSScriptRoot '..' '..' 'build' 'PowerShellStartInfo.ps1')

# Tokens of tests are nobody else's.
$env:ZOHO_CRM_TOKEN_CACHE = Join-Path $TestDrive 'tokens'

# An emulator with made-up records, connected to; -ConnectWith gives Connect-ZohoCrm further parameters.
function Start-TestSession([hashtable] $Emulator = @{}, [hashtable] $ConnectWith = @{}) {
    $started = Start-ZohoCrmEmulator @Emulator
    $started | Connect-ZohoCrm @ConnectWith
    $started.ResetCounters()
    $started
}

function Stop-TestSession($Emulator) {
    if (Get-ZohoCrmConnection) { Disconnect-ZohoCrm }
    if ($Emulator) { $Emulator | Stop-ZohoCrmEmulator }
}

# Stops what runs in a shell, as Ctrl+C does. If it goes on all the same, its connection is closed, so that the shell can be disposed of.
function Stop-TestShell([powershell] $Shell, $Connection) {
    $isStopped = $Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne([timespan]::FromMinutes(5))
    if (-not $isStopped) { $Connection.Dispose() }
    $isStopped | Should -BeTrue
    $Shell.InvocationStateInfo.State | Should -Be Stopped
}

# The ids of the records of an emulator's only module.
function Get-TestId($Emulator) { @($Emulator.Modules)[0].Records.Id }

# How often an operation was asked for, whatever the answer.
function Get-CallCount($Emulator, [string] $Operation) {
    [long] ($Emulator.Calls | Where-Object Operation -EQ $Operation | Measure-Object Count -Sum).Sum
}

# A script in a PowerShell of its own, where nothing is loaded yet; its output comes back as lines.
function Invoke-NewPowerShell([string] $Script) {
    $arguments = '-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand',
        [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'; $Script"))
    $start = New-PowerShellStartInfo $arguments
    & $start.FileName @($start.ArgumentList)
}
