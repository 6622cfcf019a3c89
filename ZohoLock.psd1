@{
    RootModule           = 'ZohoLock.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b0f3c1de-6d5e-4a55-9c52-6f6d7a0c3d11'
    Author               = 'The ZohoLock founders'
    CompanyName          = 'ZohoLock'
    Copyright            = '(c) The ZohoLock founders. MIT licence.'
    Description          = 'Record locking in Zoho CRM: lock, look at, change and unlock one record or a CSV of 100,000.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @(
        'Compare-ZohoRecordLockConfiguration'
        'Connect-ZohoCrm'
        'Disconnect-ZohoCrm'
        'Export-ZohoRecordLockConfiguration'
        'Export-ZohoRecordLockReport'
        'Find-ZohoRecord'
        'Get-ZohoApiLimit'
        'Get-ZohoCrmConnection'
        'Get-ZohoCrmEmulator'
        'Get-ZohoLockJournal'
        'Get-ZohoRecordLock'
        'Get-ZohoRecordLockConfiguration'
        'Get-ZohoSuspendedLock'
        'Import-ZohoRecordLockConfiguration'
        'Lock-ZohoRecord'
        'Measure-ZohoRecordLock'
        'New-ZohoLockingCriteria'
        'New-ZohoLockingRule'
        'New-ZohoRecordLockConfiguration'
        'Remove-ZohoRecordLockConfiguration'
        'Resume-ZohoRecordLock'
        'Set-ZohoRecordLock'
        'Set-ZohoRecordLockConfiguration'
        'Start-ZohoCrmEmulator'
        'Stop-ZohoCrmEmulator'
        'Suspend-ZohoRecordLock'
        'Sync-ZohoRecordLock'
        'Test-ZohoRecordLockConfiguration'
        'Test-ZohoRecordLocking'
        'Unlock-ZohoRecord'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Zoho', 'ZohoCRM', 'CRM', 'RecordLocking', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
            Prerelease = ''
            # build.ps1 -Task Package adds ReleaseNotes from CHANGELOG.md, and ProjectUri where it is told one.
        }
    }
}
