# What the scripts that use ZohoLock dot-source: the module, and a new connection to the emulator.

function Open-Connection($Setting, [hashtable] $More = @{}) {
    if (-not (Get-Module ZohoLock)) { Import-Module $Setting.module }
    if (Get-ZohoCrmConnection) { Disconnect-ZohoCrm }
    if ($Setting.edition -ne 'Unknown') { $More.Edition = $Setting.edition }
    Connect-ZohoCrm -ClientId $Setting.clientId -ClientSecret (ConvertTo-Secret $Setting.clientSecret) `
        -RefreshToken (ConvertTo-Secret $Setting.refreshToken) -ApiDomain $Setting.apiDomain -AccountsUri $Setting.apiDomain -NoTokenCache @More
}

function ConvertTo-Secret([string] $Text) {
    $secret = [securestring]::new()
    foreach ($character in $Text.ToCharArray()) { $secret.AppendChar($character) }
    $secret
}
