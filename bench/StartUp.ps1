#Requires -Version 7.4
<#
.SYNOPSIS
    Measures how long it takes to import the module, and from a new process to the first lock, each beside what it is compared with.
.DESCRIPTION
    Each figure is the median of -Repeat new processes, the two of a pair in turn. The import is compared with that of Microsoft.PowerShell.PSResourceGet, a
    binary module that comes with PowerShell; the first lock with a script that requests a token and locks a record with Invoke-RestMethod.
.PARAMETER Module
    The module: the path of its manifest, or the name of an installed one.
.EXAMPLE
    pwsh -NoProfile -File ./bench/StartUp.ps1 -Module ZohoLock
#>
[CmdletBinding()]
param(
    [int] $Repeat = 7,

    [string] $Module = (Join-Path $PSScriptRoot '..' 'ZohoLock.psd1')
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot '..' 'build' 'PowerShellStartInfo.ps1')
if (Test-Path $Module) { $Module = (Resolve-Path $Module).Path }
Import-Module $Module

# Runs a script in a new PowerShell; what it writes, and the seconds from the start of the process to its end.
function Measure-NewPowerShell([string] $Script) {
    $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($Script))
    $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', $encoded
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $output = & $start.FileName @($start.ArgumentList)
    $seconds = $clock.Elapsed.TotalSeconds
    if ($LASTEXITCODE) { throw "A measured script has failed: $output" }
    [pscustomobject]@{ Output = $output; Seconds = $seconds }
}

function Get-Median([double[]] $Value) { ($Value | Sort-Object)[[math]::Floor($Value.Count / 2)] }

# The seconds of Import-Module alone, as the process itself measures it.
function Measure-Import([string] $Name) {
    [double] (Measure-NewPowerShell "`$clock = [System.Diagnostics.Stopwatch]::StartNew(); Import-Module '$Name'; `$clock.Elapsed.TotalSeconds.ToString('R', [cultureinfo]::InvariantCulture)").Output
}

# Runs both scripts of a pair in turn, after one unmeasured round.
function Compare-Pair([string] $What, [scriptblock] $Ours, [string] $With, [scriptblock] $Theirs) {
    $null = & $Ours; $null = & $Theirs
    $own = [System.Collections.Generic.List[double]]::new()
    $other = [System.Collections.Generic.List[double]]::new()
    foreach ($round in 1..$Repeat) { $own.Add((& $Ours)); $other.Add((& $Theirs)) }
    [pscustomobject]@{
        What         = $What
        Seconds      = [math]::Round((Get-Median $own), 3)
        With         = $With
        OtherSeconds = [math]::Round((Get-Median $other), 3)
        Ratio        = [math]::Round((Get-Median $own) / (Get-Median $other), 2)
    }
}

$emulator = Start-ZohoCrmEmulator -RecordCount 1000
try {
    $ids = @($emulator.Modules)[0].Records.Id
    $next = [ref] 0
    $plain = { param($Secure) [pscredential]::new('x', $Secure).GetNetworkCredential().Password }
    $variables = @{
        ZOHO_CRM_CLIENT_ID     = $emulator.ClientId
        ZOHO_CRM_CLIENT_SECRET = & $plain $emulator.ClientSecret
        ZOHO_CRM_REFRESH_TOKEN = & $plain $emulator.RefreshToken
        ZOHO_CRM_API_DOMAIN    = "$($emulator.ApiDomain)".TrimEnd('/')
        ZOHO_CRM_ACCOUNTS_URI  = "$($emulator.ApiDomain)".TrimEnd('/')
    }
    foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
    $ours = {
        $record = $ids[$next.Value++]
        (Measure-NewPowerShell "Import-Module '$Module'
            Connect-ZohoCrm -EnvironmentVariable -NoTokenCache
            (Lock-ZohoRecord Deals $record 'Quarter closed').LockId").Seconds
    }
    $theirs = {
        $record = $ids[$next.Value++]
        (Measure-NewPowerShell "`$ProgressPreference = 'SilentlyContinue'
            `$form = @{
                grant_type = 'refresh_token'; client_id = `$env:ZOHO_CRM_CLIENT_ID; client_secret = `$env:ZOHO_CRM_CLIENT_SECRET
                refresh_token = `$env:ZOHO_CRM_REFRESH_TOKEN
            }
            `$token = (Invoke-RestMethod `"`$env:ZOHO_CRM_ACCOUNTS_URI/oauth/v2/token`" -Method Post -Body `$form).access_token
            `$lock = @{
                Uri     = `"`$env:ZOHO_CRM_API_DOMAIN/crm/v7/Deals/$record/Locking_Information__s`"
                Headers = @{ Authorization = `"Zoho-oauthtoken `$token`" }
                Body    = @{ data = @(@{ Locked_Reason__s = 'Quarter closed' }) } | ConvertTo-Json
            }
            (Invoke-RestMethod @lock -Method Post -ContentType application/json).data[0].details.id").Seconds
    }

    $emulator.Settings.TokensPerTenMinutes = $null
    Compare-Pair 'Import-Module' { Measure-Import $Module } 'Microsoft.PowerShell.PSResourceGet' { Measure-Import Microsoft.PowerShell.PSResourceGet }
    Compare-Pair 'A new process to the first lock' $ours 'Invoke-RestMethod' $theirs
    if (@($emulator.Modules)[0].LockedCount -ne 2 * ($Repeat + 1)) { throw 'A measured script has not locked its record.' }
}
finally {
    foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $null) }
    $emulator | Stop-ZohoCrmEmulator
}
