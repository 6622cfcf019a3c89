# What the tests of configurations dot-source beside TestSession.ps1: organisations with several modules, profiles and buttons.

# An emulator with modules that have no locking configuration; the ids of two with another -Prefix have nothing in common.
function Start-Organization([string[]] $Module = 'Deals', [string[]] $ProfileName = @(), [int] $Prefix = 5843104) {
    $emulator = Start-ZohoCrmEmulator $Module -RecordCount 0 -OrganizationPrefix $Prefix
    foreach ($one in $emulator.Modules) { $one.LockingConfiguration = 'Missing' }
    foreach ($name in $ProfileName) { $null = $emulator.AddProfile($name) }
    $emulator
}

# Calls that change a configuration, whatever the answer.
function Get-ChangeCount($Emulator) {
    (Get-CallCount $Emulator CreateLockingConfiguration) + (Get-CallCount $Emulator UpdateLockingConfiguration) +
    (Get-CallCount $Emulator DeleteLockingConfiguration)
}

# A module's configuration as the server has it, from the wire.
function Get-WireConfiguration($Emulator, [string] $Module = 'Deals') {
    $token = ConvertFrom-SecureString $Emulator.CreateAccessToken() -AsPlainText
    $address = "$($Emulator.ApiDomain)crm/v7/settings/record_locking_configurations?module=$Module"
    (Invoke-RestMethod $address -Headers @{ Authorization = "Zoho-oauthtoken $token" }).record_locking_configurations
}

# The errors of a script, be they such that end it or not.
function Get-ErrorOf([scriptblock] $Script) {
    $ErrorActionPreference = 'Continue'
    try { & $Script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } }
    catch { $_ }
}
