using ZohoLock.Input;

namespace ZohoLock.Errors;

/// <summary>The OAuth scopes that a call needs, as Zoho's pages of v7 name them (protocol sections 1.9, 2.1, 4.5 and 9).</summary>
internal static class RequiredScopes
{
    // Those that can't be locked are asked for all the same, by mistake.
    private static readonly HashSet<string> StandardModules = new(
        [.. ModuleName.Lockable, "Campaigns", "Events", "Calls", "Notes"], StringComparer.OrdinalIgnoreCase);

    /// <summary>All scopes that a call needs; empty if they aren't known.</summary>
    public static IReadOnlyList<string> Of(HttpMethod method, string path)
    {
        var operation = OperationOf(method);
        return path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [_, _, "coql"] => ["ZohoCRM.coql.READ"],
            [_, _, "org"] => [$"ZohoCRM.org.{operation}"],
            [_, _, "users"] => [$"ZohoCRM.users.{operation}"],
            [_, _, "settings", var setting, ..] => [$"ZohoCRM.settings.{setting}.{operation}"],
            [_, _, var module, _, "Locking_Information__s", ..] =>
                [$"ZohoCRM.modules.lockinginformation.{operation}", $"ZohoCRM.modules.{NameOf(module)}.{operation}"],
            [_, _, var module] => [$"ZohoCRM.modules.{NameOf(module)}.{operation}"],
            _ => [],
        };
    }

    private static string OperationOf(HttpMethod method) => method.Method switch
    {
        "POST" => "CREATE",
        "PUT" => "UPDATE",
        "DELETE" => "DELETE",
        _ => "READ",
    };

    // Price_Books are pricebooks (protocol section 1.7).
    private static string NameOf(string module) => StandardModules.Contains(module)
        ? module.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant()
        : "custom";
}
