using System.Collections;
using System.Management.Automation;
using System.Security;

namespace ZohoLock.Credentials;

/// <summary>Reads a connection's settings with Get-Secret of the module Microsoft.PowerShell.SecretManagement.</summary>
internal sealed class SecretVault(CommandInvocationIntrinsics invoke)
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";
    private const string Command = "Get-Secret";

    private const string Advice =
        "Keep a hashtable with the names of the parameters: Set-Secret -Name ZohoCrm -Secret @{ ClientId = '...'; ClientSecret = '...'; RefreshToken = '...' }";

    /// <summary>Reads a secret.</summary>
    /// <exception cref="ZohoException">SecretManagement isn't installed, it has no such secret, or the secret isn't a hashtable of settings.</exception>
    public NamedSettings Read(string name, string? vault)
    {
        var place = vault is null ? $"the secret '{name}'" : $"the secret '{name}' of the vault '{vault}'";
        if (GetSecret(place, name, vault) is not IDictionary table)
        {
            throw new ZohoException(ZohoError.Input("InvalidSecret", $"{place} is no hashtable", Advice));
        }

        var values = new Dictionary<string, object>();
        foreach (DictionaryEntry entry in table)
        {
            var parameter = NamedSettings.Parameters.FirstOrDefault(known => known.Equals(entry.Key as string, StringComparison.OrdinalIgnoreCase))
                ?? throw new ZohoException(ZohoError.Input("InvalidSecret", $"{place} has an entry '{entry.Key}' that is none of {string.Join(", ", NamedSettings.Parameters)}", Advice));
            values[parameter] = PowerShellValue.Unwrap(entry.Value) switch
            {
                SecureString secure => secure,
                string text => text,
                _ => throw new ZohoException(ZohoError.Input("InvalidSecret", $"{parameter} of {place} is neither a text nor a SecureString", Advice)),
            };
        }

        return new(place, values, parameter => parameter);
    }

    private object? GetSecret(string place, string name, string? vault)
    {
        if (invoke.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function) is not { } command)
        {
            throw new ZohoException(ZohoError.Input(
                "NoSecretManagement",
                $"{place} can't be read: there is no {Command} here",
                $"Install-Module {Module}, and a vault for it, such as Microsoft.PowerShell.SecretStore."));
        }

        var parameters = new Hashtable { ["Name"] = name, ["ErrorAction"] = "Stop" };
        if (vault is not null)
        {
            parameters["Vault"] = vault;
        }

        try
        {
            return invoke.InvokeScript("param($Command, $Parameters) & $Command @Parameters", command, parameters) is [{ BaseObject: var secret }, ..] ? secret : null;
        }
        catch (RuntimeException failure)
        {
            throw new ZohoException(
                new ZohoError
                {
                    Code = "SecretNotRead",
                    Message = $"{place} can't be read: {FindCause(failure)}",
                    Advice = "Get-SecretInfo lists the secrets that there are; Unlock-SecretVault opens a vault.",
                    Kind = ZohoErrorKind.ObjectNotFound,
                },
                failure);
        }
    }

    // An error that -ErrorAction Stop has made a terminating one begins with a sentence about that.
    private static string FindCause(RuntimeException failure) =>
        failure is ActionPreferenceStopException { ErrorRecord.Exception: { } cause } ? cause.Message : failure.Message;
}
