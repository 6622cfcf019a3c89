namespace ZohoCrm.Emulator.Observation;

/// <summary>The operation of a request, by its path and method.</summary>
public enum Operation
{
    /// <summary>Anything else: an unknown path, a wrong method, or a request that could not be parsed.</summary>
    Other,

    /// <summary>POST <c>/oauth/v2/token</c>, and <c>/oauth/v2/auth</c> for client credentials (protocol 4.1).</summary>
    Token,

    /// <summary>POST <c>/oauth/v2/token/revoke</c> (protocol 4.1).</summary>
    Revoke,

    /// <summary>GET <c>/oauth/v2/auth</c>: a browser asks for consent (protocol 4.1).</summary>
    Authorize,

    /// <summary>POST <c>/oauth/v2/auth/consent</c>: the user's decision on the consent page.</summary>
    Consent,

    /// <summary>POST <c>/oauth/v3/device/code</c> (protocol 4.1).</summary>
    DeviceCode,

    /// <summary>POST <c>/oauth/v3/device/token</c> (protocol 4.1).</summary>
    DeviceToken,

    /// <summary>GET <c>/oauth/v3/device</c>: the page where the user types a device's code.</summary>
    DevicePage,

    /// <summary>POST <c>/oauth/v3/device</c>: the user's decision on that page.</summary>
    DeviceConsent,

    /// <summary>GET the locking information of a record (protocol 1.1).</summary>
    ListLocks,

    /// <summary>GET one lock of a record (protocol 1.1).</summary>
    GetLock,

    /// <summary>POST the locking information of a record: lock it (protocol 1.1).</summary>
    LockRecord,

    /// <summary>PUT a lock of a record: change its reason (protocol 1.1).</summary>
    UpdateLock,

    /// <summary>DELETE a lock of a record: unlock it (protocol 1.1).</summary>
    UnlockRecord,

    /// <summary>GET the records of a module (protocol 9).</summary>
    ListRecords,

    /// <summary>GET one record (protocol 9).</summary>
    GetRecord,

    /// <summary>PUT one record (protocol 3).</summary>
    UpdateRecord,

    /// <summary>GET the organisation (protocol 6.2).</summary>
    GetOrganization,

    /// <summary>GET the locking configuration of a module (protocol 2.1).</summary>
    GetLockingConfiguration,

    /// <summary>POST the locking configuration of a module (protocol 2.1).</summary>
    CreateLockingConfiguration,

    /// <summary>PUT the locking configuration of a module (protocol 2.1).</summary>
    UpdateLockingConfiguration,

    /// <summary>DELETE the locking configuration of a module (protocol 2.1).</summary>
    DeleteLockingConfiguration,

    /// <summary>GET the fields of a module (protocol 2.2).</summary>
    ListFields,

    /// <summary>GET the profiles (protocol 2.2).</summary>
    ListProfiles,

    /// <summary>GET the custom buttons of a module (protocol 2.2).</summary>
    ListCustomButtons,

    /// <summary>GET the modules (protocol 9.1).</summary>
    ListModules,

    /// <summary>GET the users (protocol 13).</summary>
    ListUsers,

    /// <summary>GET one module (protocol 9.1).</summary>
    GetModule,

    /// <summary>GET the custom views of a module (protocol 9.1).</summary>
    ListCustomViews,

    /// <summary>GET one custom view (protocol 9.1).</summary>
    GetCustomView,

    /// <summary>GET the number of records of a module or a view (protocol 9.1).</summary>
    CountRecords,

    /// <summary>POST a COQL query (protocol 9).</summary>
    QueryRecords,
}
